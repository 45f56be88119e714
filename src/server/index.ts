/** The server: production data in, what became of it out. */
export { type OpenServer, openServer, type ServerOptions } from './open-server.ts'
