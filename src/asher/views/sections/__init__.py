"""The sections of pages: a module each, with one declaration of all that is known of it."""
