-- What somebody issued, by day.
CREATE INDEX document_issuer ON document(issuer_id, issued);
