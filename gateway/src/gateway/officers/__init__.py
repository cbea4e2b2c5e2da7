"""Officers (经办人员), their posts and keys (钥匙盘), as their administrators keep them."""
