"""Where members meet in words: forum, questions, articles, chat."""
