"""What the drills themselves rest on is tested here, without a drill."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))
