"""Infrastructure code and inventories, read in memory into a list of resources. No Django.

Nothing here logs, stores or repeats a value: problems name places, never contents.
"""
