"""What is said to a language model: prompt texts with $names."""
