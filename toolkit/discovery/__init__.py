"""Topics and frame packages found in the articles themselves, without a codebook."""
