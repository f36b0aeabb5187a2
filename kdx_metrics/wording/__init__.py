"""Numbers → Japanese: words and sentences, rules with the thresholds in force, glossary."""
