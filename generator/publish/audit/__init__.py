"""The audit pages: what is proven, who approved what, what was corrected and doubted."""
