"""Files people bring: what each of them is, and where its bytes are kept."""
