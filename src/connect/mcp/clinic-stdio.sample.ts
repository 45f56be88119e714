/** The clinic as a program: it speaks over stdio, and says on stderr that it began. */
import { StdioServerTransport } from '@modelcontextprotocol/sdk/server/stdio.js'
import { clinic } from './clinic.sample.ts'

process.stderr.write('the clinic is open\n')
await clinic(process.argv[2] ?? '').connect(new StdioServerTransport())
