/** Languages that templates are written in; `hi` is Hindi in Latin script, `xx` any that agents seldom speak. */
export type ProbeLanguage = 'en' | 'es' | 'pt' | 'fr' | 'de' | 'hi' | 'xx'
