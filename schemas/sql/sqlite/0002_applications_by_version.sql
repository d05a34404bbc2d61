-- A migration looks at every application of one version of a programme, drafts included, in order of id.
CREATE INDEX application_by_version ON application (programme, definition_version, id);
