/**
 * What the demonstration city makes and where. Shares, sizes and growth are invented to look plausible; they are
 * no statistics of 株洲.
 */

export type SeasonalProfile =
  | 'even'
  | 'quarterEnd'
  | 'summer'
  | 'festival'
  | 'construction'
  | 'harvest'
  | 'power'

/** Which return a unit owes and how its name is built follow from the sector. */
export type Sector =
  | 'industry'
  | 'service'
  | 'construction'
  | 'trade'
  | 'catering'
  | 'realEstate'
  | 'agriculture'

export type IndustryProfile = Readonly<{
  sector: Sector
  industry: string
  /** Relative number of units in the sector. */
  weight: number
  /** Relative frequency by county (last three digits of the county code). */
  counties: Readonly<Record<string, number>>
  /** Nine-digit townships where most of the units of that county sit. */
  cluster: readonly string[]
  /** Median yearly revenue of a unit above the threshold, 万元. */
  revenue: number
  /** Revenue per head, 万元. */
  productivity: number
  /** Yearly growth, %. */
  growth: number
  seasonal: SeasonalProfile
  /** Share of exporters among the units, and of exports in an exporter's sales. */
  exporters: number
  word: string
  activity: string
}>

const SOMEWHERE = { 202: 3, 203: 3, 204: 3, 211: 5, 212: 2, 223: 3, 224: 2, 225: 1, 281: 4 }
const TOWNS = { 202: 4, 203: 5, 204: 4, 211: 7, 212: 1, 223: 2, 224: 1, 225: 1, 281: 3 }
const RURAL = { 212: 3, 223: 5, 224: 5, 225: 3, 281: 4, 211: 1 }
const LILING = { 281: 1 }
const PORCELAIN = { 281: 9, 223: 1 }
const RAIL = { 204: 12, 211: 3, 202: 2 }
const CARBIDE = { 202: 10, 211: 3, 204: 1 }
const CLOTHES = { 203: 9, 202: 1, 223: 1, 224: 1 }
const PARKS = { 211: 8, 202: 3, 204: 3, 212: 3, 281: 2, 223: 1 }
const HILLS = { 225: 5, 224: 4, 223: 2 }

const TIANXIN = ['430204001', '430204005']
const CARBIDE_QUARTER = ['430202003', '430202005']
const MARKETS = ['430203002', '430203001', '430203007']
const LIYU = ['430211003', '430211001']
const KILNS = ['430281004', '430281125', '430281127', '430281103', '430281129']
const FIREWORKS = ['430281131', '430281102', '430281107', '430281128']
const AVIATION = ['430203004']

type Line = readonly [
  industry: string,
  weight: number,
  counties: Readonly<Record<string, number>>,
  revenue: number,
  productivity: number,
  growth: number,
  seasonal: SeasonalProfile,
  exporters: number,
  word: string,
  activity: string,
  cluster?: readonly string[],
]

const INDUSTRY: readonly Line[] = [
  ['0610', 12, { 223: 9, 224: 1 }, 4200, 45, -3, 'power', 0, '煤业', '原煤开采与洗选'],
  ['0810', 4, HILLS, 3800, 60, -1, 'construction', 0, '矿业', '铁矿石采选'],
  ['0931', 4, HILLS, 5200, 62, 4, 'even', 0, '钨业', '钨精矿采选'],
  ['1011', 8, RURAL, 3100, 70, -2, 'construction', 0, '石灰', '石灰石、石膏开采'],
  ['1019', 12, { 281: 5, 223: 2, 224: 1 }, 2900, 66, 1, 'construction', 0, '矿产', '瓷土、高岭土开采'],
  ['1311', 38, RURAL, 5200, 190, 3, 'harvest', 0, '米业', '大米加工'],
  ['1329', 16, RURAL, 9200, 260, 2, 'even', 0, '饲料', '畜禽配合饲料生产'],
  ['1331', 20, RURAL, 4700, 170, 5, 'harvest', 0, '油脂', '茶油、菜籽油加工'],
  ['1351', 8, SOMEWHERE, 6400, 130, 1, 'festival', 0, '肉业', '生猪屠宰'],
  ['1353', 10, SOMEWHERE, 4300, 85, 4, 'festival', 0, '肉食品', '腊味、肉制品加工'],
  ['1371', 10, RURAL, 3300, 70, 5, 'harvest', 0.05, '蔬菜食品', '脱水蔬菜加工'],
  ['1373', 14, HILLS, 3600, 72, 8, 'harvest', 0.08, '果品', '黄桃、柰李、大蒜制品加工'],
  ['1392', 12, { 223: 6, 281: 1 }, 3100, 68, 6, 'festival', 0, '豆制品', '香干、豆制品生产'],
  ['1431', 14, SOMEWHERE, 3500, 74, 5, 'even', 0, '食品', '米粉、面条制造'],
  ['1512', 8, RURAL, 4100, 95, 2, 'festival', 0, '酒业', '白酒酿造'],
  ['1522', 10, HILLS, 3900, 110, 7, 'summer', 0, '水业', '瓶装饮用水生产'],
  ['1530', 12, HILLS, 3200, 80, 6, 'harvest', 0.06, '茶业', '绿茶、红茶加工'],
  ['1819', 62, CLOTHES, 4600, 48, 2, 'festival', 0.12, '服饰', '女裤、外套生产', MARKETS],
  ['1829', 22, CLOTHES, 3900, 45, 1, 'festival', 0.1, '针织', '针织服装生产', MARKETS],
  ['1830', 12, CLOTHES, 3300, 44, 3, 'festival', 0.08, '饰品', '围巾、帽、手套制造', MARKETS],
  ['1952', 10, { 223: 4, 224: 3, 203: 2 }, 3900, 40, -2, 'festival', 0.3, '鞋业', '皮鞋制造'],
  ['2021', 14, HILLS, 3800, 82, -1, 'even', 0.05, '板业', '胶合板、细木工板制造'],
  ['2041', 20, HILLS, 3400, 66, 5, 'even', 0.2, '竹业', '竹胶板、竹筷生产'],
  ['2110', 14, SOMEWHERE, 3600, 60, 0, 'even', 0.04, '家具', '实木家具制造'],
  ['2231', 26, { 281: 6, 203: 2, 211: 2 }, 4100, 88, 2, 'even', 0, '纸品', '陶瓷、烟花包装纸箱制造'],
  ['2319', 16, { 281: 4, 203: 2, 211: 2 }, 3500, 75, 2, 'even', 0, '印务', '包装装潢印刷'],
  ['2613', 18, { 212: 4, 204: 3, 223: 2 }, 7600, 150, 2, 'even', 0.15, '化工', '无机盐制造'],
  ['2641', 14, { 212: 3, 204: 2, 281: 2 }, 5100, 120, 3, 'construction', 0.03, '涂料', '工业涂料制造'],
  ['2643', 14, { 281: 4, 212: 1 }, 4300, 98, 3, 'even', 0.1, '色釉', '陶瓷色釉料制造'],
  ['2661', 16, { 212: 4, 204: 2, 211: 1 }, 5600, 140, 5, 'even', 0.1, '新材料', '助剂、催化剂制造'],
  ['2672', 128, LILING, 4300, 38, 2, 'festival', 0.28, '花炮', '烟花、鞭炮制造', FIREWORKS],
  ['2720', 8, PARKS, 14800, 105, 7, 'even', 0.05, '制药', '化学药品制剂制造', LIYU],
  ['2730', 10, RURAL, 4400, 92, 8, 'even', 0, '中药饮片', '中药饮片加工'],
  ['2740', 8, PARKS, 16500, 98, 6, 'even', 0.02, '药业', '中成药生产', LIYU],
  ['2913', 14, { 211: 6, 204: 4 }, 14200, 96, 8, 'quarterEnd', 0.25, '橡塑', '轨道交通减振橡胶件制造', LIYU],
  ['2922', 22, PARKS, 5400, 105, 3, 'construction', 0.04, '塑业', '塑料管、型材制造'],
  ['3011', 8, { 223: 2, 281: 2, 224: 2, 212: 1 }, 26500, 230, -4, 'construction', 0, '水泥', '水泥制造'],
  ['3021', 42, SOMEWHERE, 5600, 140, -3, 'construction', 0, '混凝土', '商品混凝土生产'],
  ['3031', 36, RURAL, 3100, 62, -4, 'construction', 0, '建材', '页岩砖、砌块制造'],
  ['3041', 4, LILING, 62000, 160, 1, 'construction', 0.3, '玻璃', '浮法玻璃、节能玻璃制造', ['430281400']],
  ['3071', 22, PORCELAIN, 6100, 68, -2, 'construction', 0.12, '建陶', '建筑陶瓷制造', KILNS],
  ['3073', 34, PORCELAIN, 6800, 72, 9, 'even', 0.22, '特陶', '特种陶瓷、蜂窝陶瓷制造', KILNS],
  ['3074', 132, PORCELAIN, 4800, 36, 3, 'even', 0.42, '瓷业', '日用瓷、炻瓷制造', KILNS],
  ['3075', 34, LILING, 3100, 30, 5, 'even', 0.14, '釉下瓷', '釉下五彩瓷、陈设瓷制造', KILNS],
  ['3212', 6, { 212: 3, 204: 1 }, 98000, 280, 4, 'even', 0.1, '冶炼', '铅锌冶炼'],
  ['3231', 10, CARBIDE, 24500, 190, 6, 'even', 0.2, '钨钼', '钨钼冶炼', CARBIDE_QUARTER],
  ['3240', 24, CARBIDE, 12600, 130, 6, 'even', 0.18, '合金', '硬质合金制造', CARBIDE_QUARTER],
  ['3311', 30, PARKS, 5200, 85, 2, 'construction', 0.05, '钢构', '钢结构制造'],
  ['3321', 50, CARBIDE, 7400, 68, 9, 'quarterEnd', 0.3, '刀具', '数控刀片、切削工具制造', CARBIDE_QUARTER],
  ['3391', 20, PARKS, 4900, 62, 0, 'even', 0.1, '铸造', '铸铁、铸钢件生产'],
  ['3393', 30, CARBIDE, 6900, 72, 7, 'even', 0.2, '粉末冶金', '粉末冶金制品制造', CARBIDE_QUARTER],
  ['3421', 10, PARKS, 6200, 70, 6, 'quarterEnd', 0.12, '数控机床', '金属切削机床制造', LIYU],
  ['3441', 12, PARKS, 5400, 68, 4, 'quarterEnd', 0.1, '泵业', '工业泵制造'],
  ['3453', 24, { 204: 4, 211: 4, 203: 2 }, 6900, 70, 6, 'quarterEnd', 0.15, '传动', '齿轮、齿轮箱制造'],
  ['3511', 16, PARKS, 7200, 75, 3, 'quarterEnd', 0.12, '重工', '矿山机械制造'],
  ['3546', 14, PORCELAIN, 4200, 60, 4, 'quarterEnd', 0.15, '陶瓷机械', '陶瓷成型、窑炉设备制造'],
  ['3591', 12, PARKS, 5600, 78, 7, 'quarterEnd', 0.05, '环保设备', '环保设备制造'],
  ['3612', 3, { 211: 1 }, 186000, 210, 12, 'quarterEnd', 0.2, '新能源汽车', '新能源乘用车制造', LIYU],
  ['3670', 46, { 211: 9, 203: 3, 204: 1 }, 9800, 92, 6, 'quarterEnd', 0.15, '汽配', '汽车零部件制造', LIYU],
  ['3712', 4, { 204: 1 }, 392000, 185, 5, 'quarterEnd', 0.6, '机车', '电力机车制造', TIANXIN],
  ['3715', 78, RAIL, 8900, 84, 7, 'quarterEnd', 0.18, '轨道装备', '机车车辆配件制造', TIANXIN],
  ['3716', 24, RAIL, 7600, 82, 6, 'quarterEnd', 0.12, '铁路器材', '铁路专用器材制造', TIANXIN],
  ['3720', 12, RAIL, 22400, 120, 9, 'quarterEnd', 0.3, '城轨', '城市轨道车辆部件制造', TIANXIN],
  ['3744', 20, { 203: 8, 211: 2 }, 12400, 88, 12, 'quarterEnd', 0.1, '航空部件', '航空零部件制造', AVIATION],
  ['3812', 24, { 204: 6, 211: 3, 202: 1 }, 10400, 92, 7, 'quarterEnd', 0.2, '电机', '牵引电机制造', TIANXIN],
  [
    '3821',
    18,
    { 211: 5, 204: 3, 281: 2 },
    11800,
    115,
    8,
    'quarterEnd',
    0.15,
    '变流',
    '变压器、变流器制造',
    LIYU,
  ],
  ['3824', 12, { 204: 3, 211: 4 }, 16400, 108, 13, 'quarterEnd', 0.2, '电力电子', '电力电子器件制造'],
  ['3831', 16, PARKS, 9600, 160, 3, 'construction', 0.06, '电缆', '电线电缆制造'],
  ['3834', 50, LILING, 5800, 46, 4, 'even', 0.34, '电瓷电器', '高压电瓷、绝缘子制造', KILNS],
  [
    '3972',
    5,
    { 204: 2, 211: 3 },
    45000,
    125,
    15,
    'quarterEnd',
    0.15,
    '半导体',
    '功率半导体器件制造',
    TIANXIN,
  ],
  ['3982', 14, { 211: 5, 281: 2, 224: 2 }, 7800, 62, 9, 'even', 0.25, '电子', '电路板制造', LIYU],
  ['4011', 12, { 211: 6, 204: 3 }, 6800, 90, 9, 'quarterEnd', 0.08, '自动化', '工业控制系统制造', LIYU],
  ['4210', 14, SOMEWHERE, 13500, 320, 6, 'even', 0, '再生资源', '废旧金属回收加工'],
  ['4341', 10, RAIL, 5200, 70, 6, 'quarterEnd', 0.02, '机车修造', '机车车辆检修', TIANXIN],
  ['4411', 2, { 204: 1, 223: 1 }, 168000, 420, -1, 'power', 0, '发电', '火力发电'],
  ['4413', 18, { 225: 6, 224: 4, 223: 3 }, 2900, 95, 0, 'summer', 0, '水电', '水力发电'],
  ['4415', 6, { 225: 2, 224: 3, 281: 1 }, 6200, 240, 5, 'power', 0, '风电', '风力发电'],
  ['4416', 8, RURAL, 3100, 260, 14, 'summer', 0, '光伏', '太阳能发电'],
  ['4420', 9, SOMEWHERE, 52000, 310, 4, 'power', 0, '供电', '电力供应'],
  ['4511', 10, SOMEWHERE, 12800, 220, 4, 'power', 0, '燃气', '管道天然气供应'],
  ['4610', 10, SOMEWHERE, 4800, 58, 2, 'summer', 0, '自来水', '自来水生产和供应'],
  ['4620', 12, SOMEWHERE, 3600, 85, 5, 'even', 0, '水务', '污水处理'],
]

const SERVICE: readonly Line[] = [
  ['5411', 10, SOMEWHERE, 4200, 14, -1, 'even', 0, '公交', '城市公共汽车客运'],
  ['5431', 110, SOMEWHERE, 3900, 62, 5, 'quarterEnd', 0, '物流', '普通货物道路运输'],
  ['5432', 10, SOMEWHERE, 3200, 55, 9, 'summer', 0, '冷链物流', '冷藏车道路运输'],
  ['5821', 22, PARKS, 4600, 120, 6, 'quarterEnd', 0, '货运代理', '货物运输代理'],
  ['5920', 24, PARKS, 3100, 75, 4, 'even', 0, '仓储', '通用仓储服务'],
  ['6020', 34, SOMEWHERE, 4800, 34, 11, 'festival', 0, '速递', '快递揽收与派送'],
  ['6312', 9, SOMEWHERE, 18500, 130, 3, 'even', 0, '通信', '移动电信服务', []],
  ['6429', 24, TOWNS, 2600, 62, 12, 'even', 0, '网络科技', '互联网信息服务', LIYU],
  [
    '6513',
    50,
    { 211: 8, 203: 2, 202: 2, 204: 2 },
    2400,
    42,
    14,
    'quarterEnd',
    0,
    '软件',
    '应用软件开发',
    LIYU,
  ],
  ['6531', 36, TOWNS, 3200, 66, 10, 'quarterEnd', 0, '信息技术', '信息系统集成', LIYU],
  ['7020', 92, TOWNS, 1900, 12, 4, 'even', 0, '物业服务', '物业管理'],
  ['7030', 24, TOWNS, 1500, 25, -4, 'even', 0, '房产经纪', '房地产中介服务'],
  ['7111', 14, TOWNS, 1700, 58, 5, 'festival', 0, '汽车租赁', '汽车租赁'],
  ['7211', 22, TOWNS, 5800, 90, 6, 'quarterEnd', 0, '投资控股', '企业总部管理'],
  ['7231', 12, TOWNS, 1400, 34, 5, 'even', 0, '法务咨询', '法律咨询服务'],
  ['7241', 26, TOWNS, 1500, 30, 5, 'quarterEnd', 0, '财税咨询', '会计、审计及税务服务'],
  ['7259', 36, TOWNS, 1600, 36, 3, 'even', 0, '广告传媒', '广告设计、制作'],
  ['7263', 44, TOWNS, 5200, 9, 5, 'even', 0, '人力资源', '劳务派遣服务'],
  ['7271', 26, TOWNS, 1900, 6.5, 6, 'even', 0, '保安服务', '门卫、巡逻安全服务'],
  ['7291', 26, SOMEWHERE, 1500, 40, 9, 'festival', 0, '旅行社', '旅行社及相关服务'],
  ['7320', 34, { 211: 5, 204: 4, 202: 3 }, 3300, 58, 10, 'quarterEnd', 0, '研发中心', '工程技术研究', LIYU],
  ['7452', 24, TOWNS, 1800, 36, 8, 'quarterEnd', 0, '检测技术', '产品质量、环境检测'],
  ['7482', 18, TOWNS, 1900, 26, 2, 'construction', 0, '工程监理', '工程监理服务'],
  ['7484', 34, TOWNS, 2800, 44, 3, 'quarterEnd', 0, '工程设计', '工程设计活动'],
  ['7513', 28, { 202: 4, 211: 4, 281: 2 }, 2100, 50, 9, 'even', 0, '新材料技术', '新材料技术推广', LIYU],
  ['7721', 12, SOMEWHERE, 3100, 60, 6, 'even', 0, '环境治理', '水污染治理'],
  ['7723', 10, SOMEWHERE, 3400, 55, 6, 'even', 0, '固废处理', '固体废物治理'],
  ['7820', 26, SOMEWHERE, 2800, 9, 5, 'even', 0, '环卫', '道路清扫保洁'],
  ['7840', 22, SOMEWHERE, 2400, 28, -2, 'construction', 0, '园林绿化', '绿化养护管理'],
  ['7861', 14, { 225: 5, 224: 3, 223: 3, 281: 2 }, 2300, 22, 10, 'summer', 0, '文旅', '游览景区管理'],
  ['8010', 14, TOWNS, 900, 10, 8, 'festival', 0, '家政', '家庭服务'],
  ['8040', 18, TOWNS, 800, 12, 3, 'festival', 0, '美容美发', '理发及美容服务'],
  ['8052', 18, TOWNS, 850, 11, 4, 'festival', 0, '足浴', '足浴服务'],
  ['8111', 30, SOMEWHERE, 1200, 28, 3, 'even', 0, '汽车维修', '汽车修理与维护'],
  ['8211', 18, TOWNS, 900, 6, 5, 'even', 0, '保洁', '建筑物清洁服务'],
  ['8310', 16, SOMEWHERE, 1300, 9, -3, 'even', 0, '幼教', '学前教育'],
  ['8391', 26, SOMEWHERE, 1400, 20, 2, 'summer', 0, '职业培训', '职业技能培训'],
  ['8411', 12, SOMEWHERE, 4200, 24, 5, 'even', 0, '综合医院', '医疗服务'],
  ['8514', 14, SOMEWHERE, 900, 9, 9, 'even', 0, '康养', '老年人养护服务'],
  ['8760', 14, TOWNS, 900, 32, 1, 'festival', 0, '影业', '电影放映'],
  ['8930', 12, TOWNS, 800, 18, 6, 'summer', 0, '健身', '健身休闲活动'],
  ['9013', 10, TOWNS, 700, 24, -5, 'summer', 0, '网咖', '网吧活动'],
  ['9020', 5, TOWNS, 1900, 20, 6, 'summer', 0, '乐园', '游乐园经营', []],
]

const OTHERS: Readonly<Record<Exclude<Sector, 'industry' | 'service'>, readonly Line[]>> = {
  construction: [
    ['4710', 90, SOMEWHERE, 6800, 38, -3, 'construction', 0, '建筑工程', '房屋建筑施工'],
    ['4790', 24, SOMEWHERE, 5200, 40, -1, 'construction', 0, '建设', '厂房、仓库建筑施工'],
    ['4812', 34, SOMEWHERE, 7200, 48, 3, 'construction', 0, '路桥', '公路工程施工'],
    ['4813', 46, SOMEWHERE, 6100, 44, 2, 'construction', 0, '市政工程', '市政道路施工'],
    ['4910', 44, TOWNS, 3900, 46, 4, 'construction', 0, '机电安装', '电气设备安装'],
    ['5011', 50, TOWNS, 2700, 42, -2, 'construction', 0, '装饰工程', '公共建筑装饰装修'],
    ['5012', 42, TOWNS, 1300, 36, -3, 'construction', 0, '家装', '住宅装饰装修'],
  ],
  trade: [
    ['5123', 46, SOMEWHERE, 5200, 160, 5, 'festival', 0, '果蔬', '果品、蔬菜批发'],
    ['5127', 40, SOMEWHERE, 4800, 190, 3, 'festival', 0, '酒茶', '酒、饮料及茶叶批发'],
    ['5132', 130, CLOTHES, 6800, 150, 3, 'festival', 0, '服装贸易', '服装批发', MARKETS],
    ['5164', 62, PARKS, 26000, 800, 6, 'quarterEnd', 0, '金属材料', '金属及金属矿批发'],
    ['5165', 62, SOMEWHERE, 7600, 260, -2, 'construction', 0, '建材贸易', '建材批发'],
    ['5174', 48, TOWNS, 5100, 180, 3, 'even', 0, '五金机电', '五金产品批发'],
    ['5211', 28, SOMEWHERE, 3600, 70, -1, 'festival', 0, '百货', '百货零售'],
    ['5212', 66, SOMEWHERE, 3200, 60, 1, 'festival', 0, '超市', '超级市场零售'],
    ['5232', 80, CLOTHES, 1600, 55, 2, 'festival', 0, '服装店', '服装零售', MARKETS],
    ['5251', 62, SOMEWHERE, 2100, 58, 5, 'even', 0, '大药房', '西药零售'],
    ['5261', 44, TOWNS, 12600, 260, 2, 'quarterEnd', 0, '汽车销售', '汽车新车零售', LIYU],
    ['5265', 40, SOMEWHERE, 5400, 320, 0, 'even', 0, '加油站', '机动车燃油零售'],
    ['5272', 42, SOMEWHERE, 2700, 95, 4, 'festival', 0, '电器', '日用家电零售'],
    ['5292', 50, TOWNS, 3400, 110, 15, 'festival', 0, '电子商务', '互联网零售', MARKETS],
  ],
  catering: [
    ['6110', 26, SOMEWHERE, 1800, 22, 2, 'summer', 0, '大酒店', '旅游饭店住宿'],
    ['6121', 60, SOMEWHERE, 620, 20, 4, 'summer', 0, '快捷酒店', '经济型连锁酒店住宿'],
    ['6210', 130, SOMEWHERE, 720, 17, 4, 'festival', 0, '餐饮', '正餐服务'],
    ['6220', 64, TOWNS, 680, 19, 7, 'even', 0, '快餐', '快餐服务'],
  ],
  realEstate: [['7010', 130, TOWNS, 14500, 320, -9, 'quarterEnd', 0, '置业', '房地产开发经营']],
  agriculture: [
    ['0111', 70, RURAL, 620, 26, 3, 'harvest', 0, '粮食种植', '优质稻种植'],
    ['0141', 46, RURAL, 520, 16, 4, 'even', 0, '蔬菜种植', '设施蔬菜种植'],
    ['0142', 16, HILLS, 480, 18, 6, 'even', 0, '食用菌', '食用菌种植'],
    ['0151', 36, { 225: 8, 224: 2, 223: 1 }, 640, 18, 9, 'harvest', 0, '黄桃种植', '黄桃、柰李种植'],
    ['0162', 34, RURAL, 560, 15, 5, 'harvest', 0, '油茶种植', '油茶种植'],
    ['0164', 18, HILLS, 520, 15, 5, 'even', 0, '茶叶种植', '茶叶种植'],
    ['0212', 16, RURAL, 420, 16, -2, 'construction', 0, '苗木', '林木育苗'],
    ['0313', 54, RURAL, 1400, 58, 2, 'festival', 0, '生猪养殖', '生猪养殖'],
    ['0321', 24, RURAL, 900, 46, 3, 'festival', 0, '家禽养殖', '蛋鸡、肉鸡养殖'],
    ['0412', 24, RURAL, 520, 24, 3, 'festival', 0, '水产养殖', '内陆水产养殖'],
    ['0512', 22, RURAL, 380, 20, 6, 'harvest', 0, '农机服务', '农业机械作业服务'],
  ],
}

const profile = (sector: Sector, line: Line): IndustryProfile => {
  const [industry, weight, counties, revenue, productivity, growth, seasonal, exporters, word, activity] =
    line
  const cluster = line[10] ?? []
  return {
    sector,
    industry,
    weight,
    counties,
    cluster,
    revenue,
    productivity,
    growth,
    seasonal,
    exporters,
    word,
    activity,
  }
}

export const INDUSTRY_PROFILES: readonly IndustryProfile[] = [
  ...INDUSTRY.map(line => profile('industry', line)),
  ...SERVICE.map(line => profile('service', line)),
  ...Object.entries(OTHERS).flatMap(([sector, lines]) => lines.map(line => profile(sector as Sector, line))),
]

/** Share of a sector's units among 5,000, above and below the threshold of its returns. */
export const SECTOR_SIZES: readonly Readonly<{ sector: Sector; above: number; below: number }>[] = [
  { sector: 'industry', above: 1400, below: 600 },
  { sector: 'service', above: 600, below: 500 },
  { sector: 'construction', above: 190, below: 140 },
  { sector: 'trade', above: 360, below: 440 },
  { sector: 'catering', above: 110, below: 170 },
  { sector: 'realEstate', above: 100, below: 30 },
  { sector: 'agriculture', above: 0, below: 360 },
]

/**
 * Yearly revenue from which a unit is above the threshold (规模以上、限额以上), 千元: industry 20 million yuan, trade
 * 20 (wholesale) and 5 (retail), catering 2, services 20, 10 or 5 by industry (统计上"四上"单位标准). Construction and
 * real estate qualify by licence, not by size; agriculture has no threshold.
 */
export function thresholdOf(industry: string): number {
  const division = Number(industry.slice(0, 2))
  if (division >= 6 && division <= 46) return 20_000
  if (division === 51) return 20_000
  if (division === 52) return 5_000
  if (division === 61 || division === 62) return 2_000
  if (industry.startsWith('701')) return 0
  if ((division >= 53 && division <= 65) || (division >= 76 && division <= 79) || division === 84)
    return 20_000
  if (division === 80 || division === 81 || division === 82) return 5_000
  if (division === 85 || (division >= 86 && division <= 90)) return 5_000
  if (division === 47 || (division >= 48 && division <= 50)) return 0
  return division < 6 ? Number.POSITIVE_INFINITY : 10_000
}
