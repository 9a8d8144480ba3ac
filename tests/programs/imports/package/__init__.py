print("package is loaded")
__all__ = ["TOP", "starred"]
TOP = "top"
starred = "imported by star"
_hidden = 1
