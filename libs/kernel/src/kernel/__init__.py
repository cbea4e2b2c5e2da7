"""What every part of Lingbu 灵补 agrees on: time, months, money, identity, refusals."""
