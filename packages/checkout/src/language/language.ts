/** The languages of every page: for the payer and for the operator. */
export type Language = 'en' | 'zh-Hans' | 'zh-Hant'
