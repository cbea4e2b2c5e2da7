"""People who use Lingbu over HTTP, as any client would: the told case and the demo caseload."""
