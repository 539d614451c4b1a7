import type { Texts } from '@tael-examples/common'

/** Something on the shelf. */
export type Product = {
  readonly id: string
  readonly kind: 'tea' | 'ware'
  /** Integer, in cents. */
  readonly price: number
  readonly name: Texts
  /** What one of it is: a weight, a volume. */
  readonly unit: Texts
  /** One sentence for the shelf. */
  readonly taste: Texts
  readonly story: Texts
  /** How to make it, or how to keep it. */
  readonly advice: Texts
}

/** Everything the shop sells, as it stands on the shelf. */
export const CATALOGUE: readonly Product[] = [
  {
    id: 'dragon-well',
    kind: 'tea',
    price: 13_800,
    name: { en: 'Dragon Well', 'zh-Hans': '明前龙井', 'zh-Hant': '明前龍井' },
    unit: { en: '1 tael, 37.5 g', 'zh-Hans': '一两 · 37.5 克', 'zh-Hant': '一兩 · 37.5 克' },
    taste: {
      en: 'Chestnut and sweet pea',
      'zh-Hans': '炒豆香，回甘清甜',
      'zh-Hant': '炒豆香，回甘清甜',
    },
    story: {
      en: 'Picked in the last days of March, before the spring rains, and pressed flat by hand in a hot wok. Brew it in a tall glass and watch the leaves stand up.',
      'zh-Hans': '清明前采摘，热锅手工压扁。用高身玻璃杯冲泡，看芽叶根根直立。',
      'zh-Hant': '清明前採摘，熱鑊手工壓扁。用高身玻璃杯沖泡，看芽葉根根直立。',
    },
    advice: {
      en: '80 °C · 3 g · 2 min',
      'zh-Hans': '80 °C · 3 克 · 2 分钟',
      'zh-Hant': '80 °C · 3 克 · 2 分鐘',
    },
  },
  {
    id: 'iron-goddess',
    kind: 'tea',
    price: 15_800,
    name: { en: 'Iron Goddess', 'zh-Hans': '炭焙铁观音', 'zh-Hant': '炭焙鐵觀音' },
    unit: { en: '2 taels, 75 g', 'zh-Hans': '二两 · 75 克', 'zh-Hant': '二兩 · 75 克' },
    taste: {
      en: 'Toasted rice and stone fruit',
      'zh-Hans': '焙火香，喉韵悠长',
      'zh-Hant': '焙火香，喉韻悠長',
    },
    story: {
      en: 'An Anxi oolong that we roast again in our back room, three nights over longan charcoal. The sweetness comes after the cup is empty.',
      'zh-Hans': '安溪乌龙，在店后以龙眼木炭再焙三夜。杯空之后，甘甜才来。',
      'zh-Hant': '安溪烏龍，在店後以龍眼木炭再焙三夜。杯空之後，甘甜才來。',
    },
    advice: {
      en: '95 °C · 6 g · 40 s',
      'zh-Hans': '95 °C · 6 克 · 40 秒',
      'zh-Hant': '95 °C · 6 克 · 40 秒',
    },
  },
  {
    id: 'aged-puer',
    kind: 'tea',
    price: 23_800,
    name: { en: 'Aged Pu-erh Cake', 'zh-Hans': '陈年熟普饼', 'zh-Hant': '陳年熟普餅' },
    unit: { en: 'One cake, 100 g', 'zh-Hans': '一饼 · 100 克', 'zh-Hant': '一餅 · 100 克' },
    taste: {
      en: 'Dark, soft, patient',
      'zh-Hans': '陈香醇厚，茶汤如枣',
      'zh-Hant': '陳香醇厚，茶湯如棗',
    },
    story: {
      en: 'Pressed in Menghai in 2014 and kept since then in our loft in Sheung Wan, where the harbour air does the rest. The tea for dim sum.',
      'zh-Hans': '二〇一四年勐海压制，一直存于上环阁楼，余下的交给海风。饮茶点心，正合此味。',
      'zh-Hant': '二〇一四年勐海壓製，一直存於上環閣樓，餘下的交給海風。飲茶點心，正合此味。',
    },
    advice: {
      en: '100 °C · 7 g · 15 s',
      'zh-Hans': '100 °C · 7 克 · 15 秒',
      'zh-Hant': '100 °C · 7 克 · 15 秒',
    },
  },
  {
    id: 'jasmine-pearls',
    kind: 'tea',
    price: 9_800,
    name: { en: 'Jasmine Pearls', 'zh-Hans': '茉莉龙珠', 'zh-Hant': '茉莉龍珠' },
    unit: { en: '1 tael, 37.5 g', 'zh-Hans': '一两 · 37.5 克', 'zh-Hant': '一兩 · 37.5 克' },
    taste: {
      en: 'A garden after dark',
      'zh-Hans': '七窨花香，入夜庭园',
      'zh-Hant': '七窨花香，入夜庭園',
    },
    story: {
      en: 'Green buds rolled by hand and laid among fresh jasmine for seven nights, until the scent stays. Each pearl opens slowly.',
      'zh-Hans': '手揉绿茶芽，与鲜茉莉同窨七夜，花香入骨。每一颗都慢慢舒展。',
      'zh-Hant': '手揉綠茶芽，與鮮茉莉同窨七夜，花香入骨。每一顆都慢慢舒展。',
    },
    advice: {
      en: '85 °C · 3 g · 2 min',
      'zh-Hans': '85 °C · 3 克 · 2 分钟',
      'zh-Hant': '85 °C · 3 克 · 2 分鐘',
    },
  },
  {
    id: 'milk-tea',
    kind: 'tea',
    price: 8_800,
    name: { en: 'Silk-Stocking Blend', 'zh-Hans': '丝袜奶茶茶胆', 'zh-Hant': '絲襪奶茶茶膽' },
    unit: { en: '6 taels, 225 g', 'zh-Hans': '六两 · 225 克', 'zh-Hant': '六兩 · 225 克' },
    taste: {
      en: 'For strong milk tea',
      'zh-Hans': '浓、滑、够茶味',
      'zh-Hant': '濃、滑、夠茶味',
    },
    story: {
      en: 'Five Ceylon leaves, coarse and fine, as the dai pai dong on our corner has blended them since the sixties. Pull it four times; add evaporated milk.',
      'zh-Hans': '五款锡兰茶，粗幼相配，沿用街角大排档六十年代的方子。撞茶四次，再加淡奶。',
      'zh-Hant': '五款錫蘭茶，粗幼相配，沿用街角大牌檔六十年代的方子。撞茶四次，再加淡奶。',
    },
    advice: {
      en: '100 °C · 12 g · 12 min',
      'zh-Hans': '100 °C · 12 克 · 12 分钟',
      'zh-Hant': '100 °C · 12 克 · 12 分鐘',
    },
  },
  {
    id: 'chrysanthemum',
    kind: 'tea',
    price: 5_800,
    name: { en: 'White Chrysanthemum', 'zh-Hans': '杭白菊', 'zh-Hant': '杭白菊' },
    unit: { en: '1 tael, 37.5 g', 'zh-Hans': '一两 · 37.5 克', 'zh-Hant': '一兩 · 37.5 克' },
    taste: {
      en: 'Honeyed and cooling',
      'zh-Hans': '清润带蜜，降火明目',
      'zh-Hant': '清潤帶蜜，降火明目',
    },
    story: {
      en: 'Whole blossoms from Tongxiang, dried in the sun and never smoked with sulphur. Drink it plain in summer, with pu-erh all year.',
      'zh-Hans': '桐乡整朵白菊，日晒而成，不熏硫磺。夏日独饮，四季可配普洱。',
      'zh-Hant': '桐鄉整朵白菊，日曬而成，不熏硫磺。夏日獨飲，四季可配普洱。',
    },
    advice: {
      en: '95 °C · 6 blossoms · 5 min',
      'zh-Hans': '95 °C · 6 朵 · 5 分钟',
      'zh-Hant': '95 °C · 6 朵 · 5 分鐘',
    },
  },
  {
    id: 'gaiwan',
    kind: 'ware',
    price: 26_800,
    name: { en: 'Harbour Gaiwan', 'zh-Hans': '海港青花盖碗', 'zh-Hant': '海港青花蓋碗' },
    unit: { en: 'Porcelain, 120 ml', 'zh-Hans': '瓷 · 120 毫升', 'zh-Hant': '瓷 · 120 毫升' },
    taste: { en: 'Lid, bowl and saucer', 'zh-Hans': '天、人、地三件', 'zh-Hant': '天、人、地三件' },
    story: {
      en: 'Thrown thin in Jingdezhen and brushed with a single band of cobalt for the water we look out on. Right for every tea on this shelf.',
      'zh-Hans': '景德镇薄胎手拉，一笔青花，画的是店前海水。架上各茶皆宜。',
      'zh-Hant': '景德鎮薄胎手拉，一筆青花，畫的是店前海水。架上各茶皆宜。',
    },
    advice: {
      en: 'Rinse with warm water only',
      'zh-Hans': '清水温洗即可',
      'zh-Hant': '清水溫洗即可',
    },
  },
  {
    id: 'clay-pot',
    kind: 'ware',
    price: 68_000,
    name: { en: 'Red Clay Teapot', 'zh-Hans': '朱泥小壶', 'zh-Hant': '朱泥小壺' },
    unit: {
      en: 'Yixing clay, 140 ml',
      'zh-Hans': '宜兴朱泥 · 140 毫升',
      'zh-Hant': '宜興朱泥 · 140 毫升',
    },
    taste: {
      en: 'For oolong and pu-erh',
      'zh-Hans': '宜乌龙，宜普洱',
      'zh-Hant': '宜烏龍，宜普洱',
    },
    story: {
      en: 'Beaten from slabs, not moulded, by a potter who signs under the lid. It pours clean and remembers every tea, so give it one kind and keep to it.',
      'zh-Hans': '拍片而成，不用模具，壶盖内有作者款。出水利落，养壶有性，一壶事一茶。',
      'zh-Hant': '拍片而成，不用模具，壺蓋內有作者款。出水利落，養壺有性，一壺事一茶。',
    },
    advice: {
      en: 'No soap; dry it with the lid off',
      'zh-Hans': '不用洗洁剂，开盖晾干',
      'zh-Hant': '不用洗潔劑，開蓋晾乾',
    },
  },
]

export function findProduct(id: string): Product | undefined {
  return CATALOGUE.find((product) => product.id === id)
}
