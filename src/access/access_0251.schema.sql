-- Passkeys (WebAuthn), and the link by which the first administrator comes in.

CREATE TABLE account_passkey (
	id INTEGER PRIMARY KEY,
	account_id INTEGER NOT NULL REFERENCES account(id),
	credential BLOB NOT NULL UNIQUE,
	algorithm INTEGER NOT NULL CHECK (algorithm IN (-7, -8, -257)), -- COSE: ES256, EdDSA, RS256
	public_key BLOB NOT NULL,
	party TEXT NOT NULL,                       -- the host it was made for
	name TEXT NOT NULL,
	counter INTEGER NOT NULL,                  -- of its uses, where the device counts
	made INTEGER NOT NULL,
	used INTEGER
) STRICT;
CREATE INDEX account_passkey_by_account ON account_passkey(account_id);

-- What a new passkey has to sign.
CREATE TABLE passkey_offer (
	account_id INTEGER PRIMARY KEY REFERENCES account(id),
	challenge BLOB NOT NULL,
	ends INTEGER NOT NULL
) STRICT;

DROP VIEW account_factor;
CREATE VIEW account_factor AS
SELECT account_id FROM account_totp WHERE box IS NOT NULL
UNION ALL
SELECT account_id FROM account_passkey;

CREATE TABLE access_first (
	id INTEGER PRIMARY KEY CHECK (id = 1),
	digest BLOB NOT NULL,
	ends INTEGER NOT NULL
) STRICT;
