-- What a client's budget lines are called on papers and pages, where their names for typing say it badly.
CREATE TABLE budget_title (
  client TEXT NOT NULL REFERENCES client (code),
  line TEXT NOT NULL,
  title TEXT NOT NULL,
  PRIMARY KEY (client, line)
) STRICT, WITHOUT ROWID;

-- Payments of which a part is beyond their invoice, for whoever asks what is to be given back.
CREATE INDEX payment_surplus ON payment (number)
  WHERE amount > applied AND is_refund = 0 AND reversed_at IS NULL;
