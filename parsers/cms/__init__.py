"""One module per CMS family: its layout as a value."""
