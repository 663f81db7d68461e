"""The audit's folder on the disk: `audit.yaml`, a file per voice, invitations.

In: a folder and the content. Out: an `Audit`, or complaints naming file, line and key; saved files.
Never: draws a conclusion from an answer.
"""
