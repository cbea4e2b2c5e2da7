"""Review: initial review (初审), publicity (公示), objections (异议), two posts (双岗复核)."""
