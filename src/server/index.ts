/** The server: production data in, what became of it out. */
export { type By, type KeyBook, keyBook, type NewKey } from './access/key-book.ts'
export { passwords } from './access/passwords.ts'
export { type PeopleBook, type PersonChange, peopleBook } from './access/people-book.ts'
export { type OpenServer, openServer, type ServerOptions } from './open-server.ts'
