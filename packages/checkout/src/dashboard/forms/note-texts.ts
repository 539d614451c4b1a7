import type { Language } from '../../language/language.ts'

type NoteTexts = {
  readonly title: string
  readonly hint: string
  readonly add: string
  readonly problem: Readonly<Record<'empty' | 'too-long' | 'secret', string>>
  readonly by: (name: string) => string
}

/** What an operator reads where people write a note. */
export const noteTexts: Readonly<Record<Language, NoteTexts>> = {
  en: {
    title: 'Note',
    hint: 'For operators; nobody can edit it later. No names of payers, no credentials.',
    add: 'Add note',
    problem: {
      empty: 'Nothing was kept: the note is empty.',
      'too-long': 'Nothing was kept: a note has at most 1000 characters.',
      secret: 'Nothing was kept: the note seems to contain a credential.',
    },
    by: (name) => `Note by ${name}`,
  },
  'zh-Hans': {
    title: '备注',
    hint: '仅供操作员查看，保存后不能修改。请勿填写付款人姓名或任何密钥。',
    add: '添加备注',
    problem: {
      empty: '没有保存：备注为空。',
      'too-long': '没有保存：备注最多 1000 个字符。',
      secret: '没有保存：备注中似乎有密钥。',
    },
    by: (name) => `${name} 的备注`,
  },
  'zh-Hant': {
    title: '備註',
    hint: '僅供操作員查看，儲存後不能修改。請勿填寫付款人姓名或任何密鑰。',
    add: '新增備註',
    problem: {
      empty: '沒有儲存：備註為空。',
      'too-long': '沒有儲存：備註最多 1000 個字元。',
      secret: '沒有儲存：備註中似乎有密鑰。',
    },
    by: (name) => `${name} 的備註`,
  },
}
