"""How much CPU and memory the product needs, side by side with what else one would use."""
