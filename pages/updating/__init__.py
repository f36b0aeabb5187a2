"""データ更新: from the upload to the rehearsal."""
