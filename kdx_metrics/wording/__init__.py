"""Numbers → Japanese: words, headlines, explanations, glossary."""
