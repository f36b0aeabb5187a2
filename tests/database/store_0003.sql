-- A row of every kind, as the program wrote them before migration 0004.
INSERT INTO publication VALUES (1, 1, :at, '編集 次郎', '定例', 'upload', 2);
INSERT INTO revision VALUES (1, 1, 'action_plan', '2026-10-31', NULL, NULL, 'replace', 'a.csv', 'utf-8-sig', 3, 9, :sha256, NULL, :data, NULL);
INSERT INTO revision VALUES (2, 1, 'kpis', '2026-10-31', NULL, NULL, 'replace', 'k.csv', 'utf-8-sig', 1, 9, '0', NULL, NULL, NULL);
INSERT INTO redaction VALUES (2, :at, '管理 一郎', '個人情報');
UPDATE head SET number = 1, changed_at = :at, by = '編集 次郎';
INSERT INTO audit VALUES (1, :at, '編集 次郎', 'publish', 'publication 1', '{}', '192.0.2.7');
INSERT INTO person VALUES (1, 'hanako', '編集 花子', 'editor', 'hash', :yes, NULL, NULL, :at, NULL, NULL);
INSERT INTO person VALUES (2, 'jiro', '編集 次郎', 'admin', 'hash', :no, NULL, NULL, :at, NULL, NULL);
INSERT INTO decision VALUES (1, 1, '決定', '引き継ぐ', '', NULL, '', '', NULL, '未対応', '2026-11-23', :at, '編集 花子', :at, '編集 花子');
INSERT INTO decision_history VALUES (1, 1, 1, :at, '編集 花子', :decision);
INSERT INTO audit VALUES (2, :at, '編集 花子', 'decide', 'decision 1', :decision, '192.0.2.7');
