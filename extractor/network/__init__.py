"""The networks that read words and sentences, run without the framework that trained them."""
