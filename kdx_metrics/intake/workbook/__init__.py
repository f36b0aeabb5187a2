"""Workbooks (.xlsx) as Excel shows them, read in a process of their own.

`reading` is the door; `process` is what runs behind it: `package` opens the zip, `survey` streams each sheet once,
`formats` and `shown` make text of values.
"""
