"""Reading and writing of files, and the sentences about what is wrong in them.

In: paths and bytes. Out: trees of YAML that remember their lines, complaints, files that are whole or not
there.
Never: knows what an audit is.
"""
