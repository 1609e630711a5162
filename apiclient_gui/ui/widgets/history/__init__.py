"""What the History page is made of; imported when the page is first shown, because the store brings SQLite along."""
