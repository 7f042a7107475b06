namespace Xinglin.Terminology.Codes;

/// <summary>Short names of LOINC codes, one a line: code, Chinese, English. For licence and source see <see cref="CodeNames"/>.</summary>
internal static class LoincNames
{
    public const string VitalSigns = """
        85354-9|血压|Blood pressure
        55284-4|血压|Blood pressure
        8480-6|收缩压|Systolic blood pressure
        8462-4|舒张压|Diastolic blood pressure
        8478-0|平均动脉压|Mean arterial pressure
        8867-4|心率|Heart rate
        9279-1|呼吸频率|Respiratory rate
        8310-5|体温|Body temperature
        8331-1|口腔温度|Oral temperature
        2708-6|动脉血氧饱和度|Arterial oxygen saturation
        59408-5|脉搏血氧饱和度|Oxygen saturation (pulse oximetry)
        29463-7|体重|Body weight
        3141-9|体重（实测）|Body weight (measured)
        8302-2|身高|Body height
        39156-5|体重指数|Body mass index
        59576-9|体重指数百分位|BMI percentile
        8280-0|腰围|Waist circumference
        8287-5|头围|Head circumference
        9843-4|枕额头围|Occipital-frontal circumference
        77606-2|身长别体重百分位|Weight-for-length percentile
        72514-3|疼痛评分（0–10）|Pain score (0–10)
        38208-5|疼痛程度|Pain severity
        """;

    public const string Laboratory = """
        6690-2|白细胞计数|White blood cell count
        789-8|红细胞计数|Red blood cell count
        718-7|血红蛋白|Haemoglobin
        4544-3|红细胞压积|Haematocrit
        20570-8|红细胞压积|Haematocrit
        787-2|平均红细胞体积|Mean corpuscular volume
        785-6|平均红细胞血红蛋白量|Mean corpuscular haemoglobin
        786-4|平均红细胞血红蛋白浓度|Mean corpuscular haemoglobin concentration
        788-0|红细胞分布宽度|Red cell distribution width
        21000-5|红细胞分布宽度（体积）|Red cell distribution width (volume)
        777-3|血小板计数|Platelet count
        32623-1|平均血小板体积|Mean platelet volume
        32207-3|血小板分布宽度|Platelet distribution width
        751-8|中性粒细胞绝对值|Neutrophils (absolute)
        770-8|中性粒细胞百分比|Neutrophils (%)
        731-0|淋巴细胞绝对值|Lymphocytes (absolute)
        736-9|淋巴细胞百分比|Lymphocytes (%)
        742-7|单核细胞绝对值|Monocytes (absolute)
        711-2|嗜酸性粒细胞绝对值|Eosinophils (absolute)
        704-7|嗜碱性粒细胞绝对值|Basophils (absolute)
        1988-5|C反应蛋白|C-reactive protein
        30522-7|超敏C反应蛋白|High-sensitivity C-reactive protein
        4537-7|红细胞沉降率|Erythrocyte sedimentation rate
        33959-8|降钙素原|Procalcitonin
        2951-2|血清钠|Sodium
        2947-0|血钠|Sodium
        2823-3|血清钾|Potassium
        6298-4|血钾|Potassium
        2075-0|血清氯|Chloride
        2069-3|血氯|Chloride
        2028-9|总二氧化碳|Total carbon dioxide
        20565-8|总二氧化碳|Total carbon dioxide
        1963-8|碳酸氢根|Bicarbonate
        3094-0|尿素氮|Urea nitrogen
        6299-2|尿素氮|Urea nitrogen
        22664-7|尿素|Urea
        2160-0|血清肌酐|Creatinine
        38483-4|肌酐|Creatinine
        14682-9|血清肌酐|Creatinine
        33914-3|估算肾小球滤过率（MDRD）|Estimated GFR (MDRD)
        62238-1|估算肾小球滤过率（CKD-EPI）|Estimated GFR (CKD-EPI)
        98979-8|估算肾小球滤过率（CKD-EPI 2021）|Estimated GFR (CKD-EPI 2021)
        17861-6|血清钙|Calcium
        49765-1|血钙|Calcium
        2000-8|血清钙|Calcium
        2777-1|血清磷|Phosphate
        14879-1|血清磷|Phosphate
        19123-9|血清镁|Magnesium
        2601-3|血清镁|Magnesium
        3084-1|尿酸|Urate
        14933-6|尿酸|Urate
        1742-6|丙氨酸氨基转移酶|Alanine aminotransferase
        1920-8|天门冬氨酸氨基转移酶|Aspartate aminotransferase
        6768-6|碱性磷酸酶|Alkaline phosphatase
        2324-2|γ-谷氨酰转移酶|Gamma-glutamyl transferase
        1975-2|总胆红素|Total bilirubin
        14631-6|总胆红素|Total bilirubin
        1968-7|直接胆红素|Direct bilirubin
        14629-0|直接胆红素|Direct bilirubin
        1751-7|白蛋白|Albumin
        2885-2|总蛋白|Total protein
        10834-0|球蛋白|Globulin
        2532-0|乳酸脱氢酶|Lactate dehydrogenase
        2339-0|血糖|Blood glucose
        15074-8|血糖|Blood glucose
        2345-7|血清葡萄糖|Glucose (serum)
        14749-6|血清葡萄糖|Glucose (serum)
        1558-6|空腹血糖|Fasting glucose
        14771-0|空腹血糖|Fasting glucose
        14743-9|指尖血糖|Capillary glucose (meter)
        41653-7|指尖血糖|Capillary glucose (meter)
        4548-4|糖化血红蛋白|Haemoglobin A1c
        59261-8|糖化血红蛋白（IFCC）|Haemoglobin A1c (IFCC)
        2093-3|总胆固醇|Total cholesterol
        14647-2|总胆固醇|Total cholesterol
        2571-8|甘油三酯|Triglycerides
        14927-8|甘油三酯|Triglycerides
        2085-9|高密度脂蛋白胆固醇|HDL cholesterol
        14646-4|高密度脂蛋白胆固醇|HDL cholesterol
        2089-1|低密度脂蛋白胆固醇|LDL cholesterol
        13457-7|低密度脂蛋白胆固醇（计算值）|LDL cholesterol (calculated)
        18262-6|低密度脂蛋白胆固醇（直接法）|LDL cholesterol (direct)
        22748-8|低密度脂蛋白胆固醇|LDL cholesterol
        69419-0|低密度脂蛋白胆固醇（直接法）|LDL cholesterol (direct)
        30934-4|B型利钠肽|B-type natriuretic peptide
        33762-6|N末端B型利钠肽原|NT-proBNP
        10839-9|肌钙蛋白I|Troponin I
        6598-7|肌钙蛋白T|Troponin T
        89579-7|高敏肌钙蛋白I|High-sensitivity troponin I
        67151-1|高敏肌钙蛋白T|High-sensitivity troponin T
        2157-6|肌酸激酶|Creatine kinase
        13969-1|肌酸激酶同工酶MB|Creatine kinase MB
        5902-2|凝血酶原时间|Prothrombin time
        6301-6|国际标准化比值|INR
        3173-2|活化部分凝血活酶时间|Activated partial thromboplastin time
        14979-9|活化部分凝血活酶时间|Activated partial thromboplastin time
        3255-7|纤维蛋白原|Fibrinogen
        48065-7|D-二聚体（FEU）|D-dimer (FEU)
        3016-3|促甲状腺激素|Thyroid-stimulating hormone
        3024-7|游离甲状腺素|Free thyroxine
        3051-0|游离三碘甲状腺原氨酸|Free triiodothyronine
        14957-5|尿微量白蛋白|Urine albumin
        9318-7|尿白蛋白/肌酐比值|Urine albumin-to-creatinine ratio
        2276-4|铁蛋白|Ferritin
        2132-9|维生素B12|Vitamin B12
        2284-8|叶酸|Folate
        1989-3|25-羟维生素D3|25-hydroxyvitamin D3
        2744-1|动脉血pH|Arterial pH
        2019-8|动脉血二氧化碳分压|Arterial carbon dioxide tension
        2703-7|动脉血氧分压|Arterial oxygen tension
        2524-7|乳酸|Lactate
        2857-1|前列腺特异性抗原|Prostate-specific antigen
        21198-7|β-人绒毛膜促性腺激素|Beta-hCG
        2106-3|尿妊娠试验|Urine pregnancy test
        57905-2|粪便隐血（免疫法）|Faecal immunochemical test
        """;

    public const string Other = """
        8625-6|PR间期|PR interval
        8633-0|QRS时限|QRS duration
        8634-8|QT间期|QT interval
        8636-3|校正QT间期|QTc interval
        10230-1|左心室射血分数|Left ventricular ejection fraction
        11524-6|心电图检查|Electrocardiogram study
        30745-4|胸部X线检查|Chest radiograph
        36643-5|胸部X线正侧位|Chest radiograph, two views
        24648-8|胸部X线后前位|Chest radiograph, PA
        36572-6|胸部X线前后位|Chest radiograph, AP
        18748-4|影像学检查报告|Diagnostic imaging report
        11502-2|检验报告|Laboratory report
        34117-2|入院记录|Admission note
        11506-3|病程记录|Progress note
        18842-5|出院小结|Discharge summary
        58410-2|血常规|Complete blood count
        51990-0|基础代谢组合|Basic metabolic panel
        24323-8|综合代谢组合|Comprehensive metabolic panel
        24331-1|血脂组合|Lipid panel
        57698-3|血脂组合|Lipid panel
        72166-2|吸烟状况|Smoking status
        69453-9|死亡原因|Cause of death
        33756-8|息肉最大径|Polyp size
        82810-3|妊娠状态|Pregnancy status
        11996-6|妊娠次数|Number of pregnancies
        8665-2|末次月经日期|Last menstrual period
        11778-8|预产期|Estimated date of delivery
        11884-4|孕周（估计）|Estimated gestational age
        """;
}
