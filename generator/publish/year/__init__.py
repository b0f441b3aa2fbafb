"""Year results 年度结果 and the four-fold evaluation 四维评价."""
