"""The report as one self-contained page: no script, style, font or picture from anywhere else."""
