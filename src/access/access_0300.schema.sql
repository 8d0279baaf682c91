-- Log-in through an office's own provider (OpenID Connect).

-- scope: agency_id
CREATE TABLE oidc_provider (
	id INTEGER PRIMARY KEY,
	code TEXT NOT NULL UNIQUE,                 -- in the address to which the provider sends people back
	agency_id INTEGER NOT NULL REFERENCES agency(id),
	name TEXT NOT NULL,                        -- on the log-in page
	issuer TEXT NOT NULL UNIQUE,
	client TEXT NOT NULL,
	secret_box BLOB NOT NULL,                  -- opens with the key file alone
	factor TEXT NOT NULL,                      -- values of amr or acr that count as a second factor; '': none
	made INTEGER NOT NULL,
	made_by INTEGER NOT NULL REFERENCES account(id)
) STRICT;
CREATE INDEX oidc_provider_by_agency ON oidc_provider(agency_id);

-- Whom a provider's subject is here.
CREATE TABLE oidc_link (
	id INTEGER PRIMARY KEY,
	provider_id INTEGER NOT NULL REFERENCES oidc_provider(id),
	subject TEXT NOT NULL,
	account_id INTEGER NOT NULL REFERENCES account(id),
	made INTEGER NOT NULL,
	made_by INTEGER NOT NULL REFERENCES account(id),
	used INTEGER,
	UNIQUE (provider_id, subject),
	UNIQUE (provider_id, account_id)
) STRICT;
CREATE INDEX oidc_link_by_account ON oidc_link(account_id);

-- Somebody is away at the provider; the browser's session token says who it was.
CREATE TABLE oidc_step (
	digest BLOB PRIMARY KEY,
	provider_id INTEGER NOT NULL REFERENCES oidc_provider(id),
	account_id INTEGER REFERENCES account(id), -- links its account; none: logs in
	state BLOB NOT NULL,                       -- digest
	nonce TEXT NOT NULL,
	verifier TEXT NOT NULL,
	ask TEXT NOT NULL,                         -- where the browser is to go
	onward TEXT NOT NULL,                      -- and where once it has logged in; '': home
	ends INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX oidc_step_by_end ON oidc_step(ends);
CREATE INDEX oidc_step_by_provider ON oidc_step(provider_id);
