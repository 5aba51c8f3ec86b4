"""What past incidents say: counts, rates and single cases."""
