"""Notify (消息提醒): the texts of 附件4, each once for its occasion, and what became of them."""
