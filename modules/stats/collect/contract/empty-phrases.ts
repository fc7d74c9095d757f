/** Words that may stand in an explanation without saying why. A text made of these alone is boiler-plate. */

// biome-ignore format: a list of words
export const EMPTY_PHRASES: readonly string[] = [
  '经核实', '已核实', '核实过', '核实', '经查', '已查', '核对', '核查', '检查', '复核', '确认', '属实', '情况', '数据', '数字',
  '指标', '报表', '填报', '上报', '报送', '本期', '本月', '本单位', '我单位', '我公司', '企业', '公司', '单位', '实际', '真实',
  '准确', '正确', '无误', '无错误', '没有错误', '没有问题', '没问题', '无问题', '无异常', '正常', '一切', '以上', '均', '都', '全部',
  '没有', '有误', '错误', '问题', '异常', '说明', '原因', '解释', '特此', '同意', '是的', '如实', '据实', '按实', '审核', '通过',
  '已', '经', '无', '是', '对', '好', '的', '了', '为', '请', '不', '没', '有', '并', '且', '和', '与', '及', '略',
  '同上', '见上', '测试', '核', '实', '误', '如', '此', '就', '这样', '多次', '再次', '反复', '完全',
]

// biome-ignore format: a list of words
export const EMPTY_WORDS: readonly string[] = [
  'checked', 'check', 'verified', 'verify', 'confirmed', 'confirm', 'correct', 'right', 'true',
  'ok', 'okay', 'yes', 'no', 'none', 'nil', 'na', 'n', 'a', 'fine', 'good', 'as', 'above', 'same',
  'the', 'is', 'are', 'all', 'data', 'value', 'values', 'figure', 'figures', 'number', 'numbers',
  'and', 'it', 'this', 'reported', 'accurate', 'actual', 'real', 'normal', 'problem', 'error',
  'errors', 'mistake', 'with', 'without', 'been', 'has', 'have', 'we', 'i', 'test', 'not',
  'applicable',
]
