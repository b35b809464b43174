"""The error tree: everything a user may be told, in Chinese, in one line.

PolicyError                 what happened, to what, what to do; shown as it stands
├── UnreadableFile          a policy file that cannot be read (missing, empty, binary, cut off)
├── EmptyFolder             a documents folder that holds no policy file
├── BadReference            a clause path, clause id or document number that cannot be read
├── UnknownClause           a clause or document that the library does not hold
├── RefusedName             a file name that may not be written into the documents folder (../, hidden, too long)
├── LibraryBusy             another process is changing the same documents folder
├── LibraryUnwritable       a documents folder that can't be written (full disk, no permission)
├── BadSettings             a setting that is unknown or out of its bounds
├── IndexUnusable           an index that is missing, of another version, or damaged
├── IndexBusy               another process is building the same index
├── ModelUnavailable        the embedding model's folder or the chat model cannot be used
└── BadQuestion             a question that cannot be answered as asked (empty, too long)
"""

from __future__ import annotations


class PolicyError(Exception):
    """Base of every error that reaches a user; its text is a complete Chinese sentence.

    Example: ``PolicyError("找不到文件“方案.txt”，请检查路径后重试。")``.
    """


class UnreadableFile(PolicyError):
    """A policy file that cannot be read: missing, empty, binary or cut off in the middle."""


class EmptyFolder(PolicyError):
    """A documents folder without a single policy file in it."""


class BadReference(PolicyError):
    """A clause path, clause id or document number that cannot be read, such as ``二、、（五``."""


class UnknownClause(PolicyError):
    """A well-formed clause or document id that the library does not hold."""


class RefusedName(PolicyError):
    """A file name that may not be written into the documents folder, such as ``../通知.txt``."""


class LibraryBusy(PolicyError):
    """Another process holds the documents folder's lock."""


class LibraryUnwritable(PolicyError):
    """A documents folder that can't be written: the disk is full, permission is missing."""


class BadSettings(PolicyError):
    """A setting that is unknown, of the wrong type, or out of its bounds."""


class IndexUnusable(PolicyError):
    """An index that is missing, damaged, or built from other documents or another version."""


class IndexBusy(PolicyError):
    """Another process holds the index folder's lock."""


class ModelUnavailable(PolicyError):
    """A model that is missing or unreachable; the text names the remedy."""


class BadQuestion(PolicyError):
    """A question that cannot be taken as it is: empty, or longer than the limit."""
