"""更新履歴: the revisions and the audit log."""
