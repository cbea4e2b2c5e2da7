"""The garden gate of the stand-ins: speaking and hearing as the partners they stand in for."""
