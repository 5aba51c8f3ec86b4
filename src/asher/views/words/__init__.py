"""What a page says: sentences, names, and the tables that go with them."""
