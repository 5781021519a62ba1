"""A provincial portal on loopback, which `tintinh demo` and the tests crawl."""
