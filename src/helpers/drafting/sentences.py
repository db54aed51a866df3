"""What the first page of a new study says, and its notebooks too; names in braces are filled in by `pages.Page.say`."""

ROWS = "Of {rows_in} rows in the export, {rows_excluded} are excluded and {rows_analysed} are analysed."
RULINGS = "What cannot be read for certain stays missing until somebody rules on it, in rulings.csv."
MEAN = "Over {n_usable} usable amounts the mean is {mean} (SD {sd}), with a bootstrap-t interval of {mean_interval}."
MEDIAN = (
    "The median is {median} (quartiles {quartiles}), with an exact interval (at least {median_level}) of "
    "{median_interval}."
)
