"""Reporting (统计): the roster of 附件5 and counts, all as projections of what others have said."""
