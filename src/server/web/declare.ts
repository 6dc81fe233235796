/** Who may open a page. Roles are looked up by the module that owns the thing; here it says what the matrix must find. */
export type Audience =
  | 'everyone'
  | 'person'
  | 'organiser'
  | 'programme_editor'
  | 'speaker'
  | 'interpreter'
  | 'captioner'
  | 'host'
  /** A program with a key of its own. */
  | 'key'
  | 'development';

export interface PageDeclaration {
  /** reading: ready bytes, the same for all. working: answers one person. endpoint: no page. */
  kind: 'reading' | 'working' | 'endpoint';
  may: Audience;
}

/** Every route says what it is; the access matrix is generated from it and refuses an undeclared route. */
export const declare = (declaration: PageDeclaration): PageDeclaration => declaration;
