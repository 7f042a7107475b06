namespace Xinglin.Terminology.Codes;

/// <summary>Short names of diagnoses, one a line: code, Chinese, English. For licence and source see <see cref="CodeNames"/>.</summary>
internal static class ConditionNames
{
    public const string Snomed = """
        38341003|高血压|Hypertension
        59621000|原发性高血压|Essential hypertension
        56265001|心脏病|Heart disease
        49601007|心血管疾病|Cardiovascular disease
        53741008|冠状动脉粥样硬化性心脏病|Coronary artery disease
        414545008|缺血性心脏病|Ischaemic heart disease
        22298006|心肌梗死|Myocardial infarction
        399211009|陈旧性心肌梗死|History of myocardial infarction
        194828000|心绞痛|Angina pectoris
        429559004|典型心绞痛|Typical angina
        371807002|不典型心绞痛|Atypical angina
        279084009|非心源性胸痛|Non-cardiac chest pain
        29857009|胸痛|Chest pain
        84114007|心力衰竭|Heart failure
        42343007|充血性心力衰竭|Congestive heart failure
        49436004|心房颤动|Atrial fibrillation
        230690007|脑卒中|Stroke
        422504002|缺血性脑卒中|Ischaemic stroke
        55822004|血脂异常|Hyperlipidaemia
        13644009|高胆固醇血症|Hypercholesterolaemia
        302870006|高甘油三酯血症|Hypertriglyceridaemia
        73211009|糖尿病|Diabetes mellitus
        44054006|2型糖尿病|Type 2 diabetes mellitus
        46635009|1型糖尿病|Type 1 diabetes mellitus
        15777000|糖尿病前期|Prediabetes
        127013003|糖尿病肾病|Diabetic kidney disease
        4855003|糖尿病视网膜病变|Diabetic retinopathy
        230572002|糖尿病周围神经病变|Diabetic neuropathy
        414916001|肥胖症|Obesity
        162864005|肥胖（体重指数≥30 kg/m²）|Obesity (BMI 30 kg/m² or more)
        408512008|重度肥胖（体重指数≥40 kg/m²）|Severe obesity (BMI 40 kg/m² or more)
        13645005|慢性阻塞性肺疾病|Chronic obstructive pulmonary disease
        87433001|肺气肿|Pulmonary emphysema
        195967001|支气管哮喘|Asthma
        233678006|儿童哮喘|Childhood asthma
        233604007|肺炎|Pneumonia
        385093006|社区获得性肺炎|Community-acquired pneumonia
        53084003|细菌性肺炎|Bacterial pneumonia
        75570004|病毒性肺炎|Viral pneumonia
        154283005|肺结核|Pulmonary tuberculosis
        60046008|胸腔积液|Pleural effusion
        36118008|气胸|Pneumothorax
        8186001|心影增大|Cardiomegaly
        46621007|肺不张|Atelectasis
        19829001|肺部疾病|Disorder of lung
        840539006|新型冠状病毒感染|COVID-19
        10509002|急性支气管炎|Acute bronchitis
        195662009|急性病毒性咽炎|Acute viral pharyngitis
        43878008|链球菌性咽炎|Streptococcal sore throat
        444814009|病毒性鼻窦炎|Viral sinusitis
        75498004|急性细菌性鼻窦炎|Acute bacterial sinusitis
        40055000|慢性鼻窦炎|Chronic sinusitis
        36971009|鼻窦炎|Sinusitis
        65363002|中耳炎|Otitis media
        232353008|常年性变应性鼻炎伴季节性加重|Perennial allergic rhinitis with seasonal variation
        24079001|特应性皮炎|Atopic dermatitis
        709044004|慢性肾脏病|Chronic kidney disease
        431855005|慢性肾脏病1期|Chronic kidney disease stage 1
        431856006|慢性肾脏病2期|Chronic kidney disease stage 2
        433144002|慢性肾脏病3期|Chronic kidney disease stage 3
        431857002|慢性肾脏病4期|Chronic kidney disease stage 4
        433146000|慢性肾脏病5期|Chronic kidney disease stage 5
        301011002|大肠埃希菌尿路感染|Escherichia coli urinary tract infection
        68566005|尿路感染|Urinary tract infection
        271737000|贫血|Anaemia
        87522002|缺铁性贫血|Iron-deficiency anaemia
        90560007|痛风|Gout
        235595009|胃食管反流病|Gastro-oesophageal reflux disease
        68496003|结肠息肉|Polyp of colon
        74400008|阑尾炎|Appendicitis
        428251008|阑尾切除术后|History of appendicectomy
        197321007|脂肪肝|Fatty liver
        396275006|骨关节炎|Osteoarthritis
        239872002|髋骨关节炎|Osteoarthritis of hip
        239873007|膝骨关节炎|Osteoarthritis of knee
        64859006|骨质疏松症|Osteoporosis
        40930008|甲状腺功能减退症|Hypothyroidism
        34486009|甲状腺功能亢进症|Hyperthyroidism
        35489007|抑郁障碍|Depressive disorder
        48694002|焦虑障碍|Anxiety disorder
        193462001|失眠|Insomnia
        26929004|阿尔茨海默病|Alzheimer's disease
        52448006|痴呆|Dementia
        84757009|癫痫|Epilepsy
        128613002|癫痫发作性疾病|Seizure disorder
        703151001|单次痫性发作史|History of single seizure
        37796009|偏头痛|Migraine
        62564004|脑震荡伴意识丧失|Concussion with loss of consciousness
        39848009|颈部挥鞭样损伤|Whiplash injury to neck
        44465007|踝关节扭伤|Sprain of ankle
        239720000|膝半月板撕裂|Tear of meniscus of knee
        444470001|前交叉韧带损伤|Injury of anterior cruciate ligament
        307731004|肩袖肌腱损伤|Injury of tendon of the rotator cuff
        283371005|前臂裂伤|Laceration of forearm
        283385000|大腿裂伤|Laceration of thigh
        254837009|乳腺恶性肿瘤|Malignant neoplasm of breast
        363358000|肺恶性肿瘤|Malignant tumour of lung
        363406005|结肠恶性肿瘤|Malignant tumour of colon
        399068003|前列腺恶性肿瘤|Malignant tumour of prostate
        363354003|宫颈恶性肿瘤|Malignant tumour of cervix
        363443007|卵巢恶性肿瘤|Malignant tumour of ovary
        266569009|良性前列腺增生|Benign prostatic hyperplasia
        77386006|妊娠|Pregnancy
        72892002|正常妊娠|Normal pregnancy
        11687002|妊娠期糖尿病|Gestational diabetes mellitus
        398254007|子痫前期|Pre-eclampsia
        19169002|早期流产|Miscarriage in first trimester
        156073000|胎儿并发症（性质待定）|Fetus with unknown complication
        129103003|子宫内膜异位症|Endometriosis
        77176002|吸烟者|Smoker
        8517006|既往吸烟|Ex-smoker
        266919005|从不吸烟|Never smoked
        449868002|每日吸烟|Smokes daily
        160573003|饮酒情况|Alcohol intake
        """;

    public const string SnomedAllergies = """
        232347008|动物皮屑过敏|Animal dander allergy
        232350006|尘螨过敏|House dust mite allergy
        300913006|贝类过敏|Shellfish allergy
        418689008|草花粉过敏|Grass pollen allergy
        419263009|树花粉过敏|Tree pollen allergy
        419474003|霉菌过敏|Mould allergy
        420174000|小麦过敏|Wheat allergy
        424213003|蜂毒过敏|Bee venom allergy
        91930004|鸡蛋过敏|Egg allergy
        91934008|坚果过敏|Nut allergy
        91935009|花生过敏|Peanut allergy
        425525006|乳制品过敏|Dairy allergy
        714035009|大豆过敏|Soya allergy
        417532002|鱼类过敏|Fish allergy
        91936005|青霉素过敏|Penicillin allergy
        294505008|阿莫西林过敏|Amoxicillin allergy
        91939003|磺胺类药物过敏|Sulfonamide allergy
        293586001|阿司匹林过敏|Aspirin allergy
        300916003|乳胶过敏|Latex allergy
        293637006|碘对比剂过敏|Contrast media allergy
        """;

    public const string Icd10 = """
        I10|原发性高血压|Essential hypertension
        I11|高血压心脏病|Hypertensive heart disease
        I20|心绞痛|Angina pectoris
        I20.0|不稳定型心绞痛|Unstable angina
        I21|急性心肌梗死|Acute myocardial infarction
        I25|慢性缺血性心脏病|Chronic ischaemic heart disease
        I25.1|冠状动脉粥样硬化性心脏病|Atherosclerotic heart disease
        I25.2|陈旧性心肌梗死|Old myocardial infarction
        I48|心房颤动和扑动|Atrial fibrillation and flutter
        I50|心力衰竭|Heart failure
        I51.9|心脏病|Heart disease, unspecified
        I63|脑梗死|Cerebral infarction
        I64|脑卒中|Stroke, not specified
        E10|1型糖尿病|Type 1 diabetes mellitus
        E11|2型糖尿病|Type 2 diabetes mellitus
        E11.2|2型糖尿病伴肾并发症|Type 2 diabetes mellitus with renal complications
        E11.3|2型糖尿病伴眼并发症|Type 2 diabetes mellitus with ophthalmic complications
        E11.4|2型糖尿病伴神经并发症|Type 2 diabetes mellitus with neurological complications
        E03|甲状腺功能减退症|Hypothyroidism
        E05|甲状腺毒症|Thyrotoxicosis
        E66|肥胖症|Obesity
        E78|脂蛋白代谢紊乱|Disorders of lipoprotein metabolism
        E78.0|高胆固醇血症|Hypercholesterolaemia
        E78.5|高脂血症|Hyperlipidaemia
        J06|急性上呼吸道感染|Acute upper respiratory infection
        J18|肺炎|Pneumonia
        J20|急性支气管炎|Acute bronchitis
        J44|慢性阻塞性肺疾病|Chronic obstructive pulmonary disease
        J45|支气管哮喘|Asthma
        J90|胸腔积液|Pleural effusion
        J93|气胸|Pneumothorax
        K21|胃食管反流病|Gastro-oesophageal reflux disease
        K76.0|脂肪肝|Fatty liver
        M10|痛风|Gout
        M81|骨质疏松症|Osteoporosis
        N18|慢性肾脏病|Chronic kidney disease
        N39.0|尿路感染|Urinary tract infection
        N40|前列腺增生|Hyperplasia of prostate
        C34|支气管和肺恶性肿瘤|Malignant neoplasm of bronchus and lung
        C50|乳腺恶性肿瘤|Malignant neoplasm of breast
        C53|宫颈恶性肿瘤|Malignant neoplasm of cervix uteri
        C56|卵巢恶性肿瘤|Malignant neoplasm of ovary
        C61|前列腺恶性肿瘤|Malignant neoplasm of prostate
        D50|缺铁性贫血|Iron-deficiency anaemia
        F32|抑郁发作|Depressive episode
        F41|焦虑障碍|Anxiety disorder
        G47.0|失眠|Insomnia
        O14|子痫前期|Pre-eclampsia
        O24.4|妊娠期糖尿病|Gestational diabetes mellitus
        O80|单胎顺产|Single spontaneous delivery
        Z33|妊娠状态|Pregnant state
        Z34|正常妊娠监督|Supervision of normal pregnancy
        """;
}
