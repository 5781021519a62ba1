"""Pure: bytes in, article out. No file, socket, clock or database."""
