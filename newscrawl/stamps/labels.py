# ruff: noqa: E501
"""Words that say what a time on a page is the time of, in the languages of the world's newspapers.

Phrases are lower case without punctuation, one language a line, separated by commas. Scripts that do not put
spaces between words are looked for inside a run of letters; all others are whole words.
"""

from __future__ import annotations

UPDATED = """
last updated,last update,last modified,last modification,last changed,last revised,last edited,updated,update,modified,revised,amended,date modified,most recently updated
aktualisiert,aktualisierung,zuletzt aktualisiert,letzte aktualisierung,letztes update,letzte änderung,zuletzt geändert,geändert,zuletzt bearbeitet,bearbeitet,überarbeitet,aktualisierte fassung
mis à jour,mise à jour,mis a jour,mise a jour,dernière mise à jour,derniere mise a jour,actualisé,actualisée,modifié,modifiée,maj,màj,dernière modification,dernière actualisation
actualizado,actualizada,actualización,última actualización,ultima actualizacion,última modificación,modificado,actualizacion
atualizado,atualizada,atualização,última atualização,última modificação,atualizado em,alterado
aggiornato,aggiornata,aggiornamento,ultimo aggiornamento,ultima modifica,modificato,modifica il
bijgewerkt,laatst bijgewerkt,laatste update,gewijzigd,laatst gewijzigd,aangepast,laatst aangepast,geüpdatet
uppdaterad,uppdaterat,uppdaterades,senast uppdaterad,senast ändrad,ändrad
oppdatert,sist oppdatert,sist endret,endret,opdateret,senest opdateret,sidst opdateret,ændret
päivitetty,muokattu,päivitys,viimeksi päivitetty
uppfært,síðast uppfært,breytt
uuendatud,muudetud,viimati uuendatud,täiendatud
atjaunots,atjaunināts,papildināts
atnaujinta,papildyta,pakeista,atnaujintas
aktualizacja,zaktualizowano,aktualizowano,aktualizowane,ostatnia aktualizacja,zmodyfikowano,modyfikacja,ostatnia modyfikacja
aktualizováno,aktualizace,upraveno,poslední aktualizace,aktualizovano,změněno
aktualizované,aktualizácia,upravené,posledná aktualizácia
frissítve,frissítés,módosítva,utolsó frissítés,frissült,módosítás
actualizat,actualizare,ultima actualizare,actualizată,modificat,data actualizării,data modificării
обновена,обновено,обновен,актуализирано,актуализирана,последна актуализация,последно обновяване,последна промяна
обновлено,обновлена,обновление,последнее обновление,изменено,отредактировано,дата обновления,дополнено
оновлено,оновлення,останнє оновлення,змінено
абноўлена,абноўлены
ажурирано,последње ажурирано,измењено,последња измена
ažurirano,zadnje ažurirano,posljednje ažurirano,poslednje ažurirano,posljednja promjena,izmenjeno,osvježeno,zadnja izmjena,posljednja izmjena,izmijenjeno,poslednja izmena,zadnja izmena
posodobljeno,zadnja sprememba,spremenjeno
përditësuar,i përditësuar,azhurnuar
ενημέρωση,ενημερώθηκε,τελευταία ενημέρωση,ανανεώθηκε,τελευταία ανανέωση,τελευταία τροποποίηση
güncelleme,güncellendi,güncellenme,son güncelleme,son güncellenme,güncelleme tarihi,son güncelleme tarihi,güncellenme tarihi
yenilənib,yeniləndi,son yenilənmə
diperbarui,diperbaharui,terakhir diperbarui,dikemas kini,dikemaskini,diupdate,pembaruan,terakhir diupdate,update terakhir,kemas kini
huling na update,na update
imesasishwa,imeboreshwa,ilisasishwa
cập nhật,cập nhật lần cuối,cập nhật lúc,cập nhật ngày,lần cuối cập nhật,sửa lần cuối
آخر تحديث,تم التحديث,تحديث,تاريخ التحديث,حدث في,محدث,محدثة,آخر تعديل
به‌روزرسانی,آخرین به‌روزرسانی,بروزرسانی,آخرین بروزرسانی,به روز شده,به روزرسانی,آخرین به روزرسانی,به روز رسانی
עודכן,עדכון אחרון,עודכן לאחרונה,עדכון
آخری اپ ڈیٹ,اپ ڈیٹ,آخری بار اپ ڈیٹ
अपडेटेड,अपडेट,अपडेट किया गया,अद्यतन,अंतिम अपडेट,आखरी अपडेट,आख़री अपडेट,संशोधित,अपडेटिड,अद्ययावत,अद्यावधिक
আপডেট,সর্বশেষ আপডেট,হালনাগাদ,আপডেট করা হয়েছে
புதுப்பிக்கப்பட்டது,அப்டேட்,கடைசியாக புதுப்பிக்கப்பட்டது
అప్‌డేట్,నవీకరించబడింది,చివరి అప్‌డేట్,అప్డేట్
અપડેટ,અપડેટેડ,છેલ્લું અપડેટ
ಅಪ್‌ಡೇಟ್,ನವೀಕರಿಸಲಾಗಿದೆ
അപ്ഡേറ്റ്,അപ്‌ഡേറ്റ്,പുതുക്കിയത്
ਅੱਪਡੇਟ
განახლებულია,განახლდა,ბოლო განახლება
թարմացվել է,թարմացվել,թարմացված
жаңартылды,yangilandi,шинэчилсэн
actualitzat,actualitzada,darrera actualització,última actualització
eguneratua,eguneratuta,azken eguneratzea,diweddarwyd,nuashonraithe,aġġornat,aktualiséiert,opgedateer
last change,latest update,last refresh,update date,updated date,modified date,date of last update,date of update,date of last change,content updated,page updated
zuletzt editiert,editiert am,letzte bearbeitung,letzte überarbeitung,änderungsdatum,aktualisierungsdatum,ergänzt am,korrigiert am,datum der letzten änderung,datum der letzten aktualisierung,datum der aktualisierung
date de modification,date de dernière modification,date de dernière mise à jour,date de la dernière mise à jour,dernière révision,révisé le,corrigé le,complété le,édité le,mis-à-jour
última edición,ultima edicion,última revisión,editado el,corregido el,revisado el,fecha de modificación,fecha de actualización,fecha de última actualización,última actualización el,últ. actualización,ult. actualización
última edição,última alteração,última actualização,última revisão,editado em,revisado em,revisto em,corrigido em,data de atualização,data da última atualização,data de actualização,data de modificação
ultima revisione,rivisto il,corretto il,data di aggiornamento,data aggiornamento,data ultimo aggiornamento,data di ultimo aggiornamento,data ultima modifica,data di modifica,ult. agg,ultimo agg
laatste wijziging,datum wijziging,datum laatste wijziging,wijzigingsdatum,laatste aanpassing,laatst bewerkt,geactualiseerd op,herzien op,bewerkt op,geüpdate
senast redigerad,senast redigerat,senast modifierad,senaste uppdatering,senaste ändring,senast granskad,uppdateringsdatum,sidst redigeret,senest redigeret,seneste opdatering,sidste opdatering,opdateringsdato,sist redigert,siste oppdatering,sist revidert,oppdateringsdato
viimeksi muutettu,viimeisin päivitys,päivityspäivä,viimeinen päivitys
viimane muudatus,viimane uuendus,pēdējās izmaiņas,pēdējoreiz atjaunots,paskutinis atnaujinimas,paskutiniai pakeitimai,atnaujinimo data,paskutinio atnaujinimo data,pakeitimo data
data aktualizacji,data modyfikacji,data ostatniej aktualizacji,data ostatniej modyfikacji,data zmiany,ostatnia zmiana,ostatnia edycja
poslední změna,poslední úprava,datum aktualizace,datum poslední aktualizace,datum změny,naposledy upraveno,naposledy změněno,posledná zmena,posledná úprava,dátum aktualizácie,naposledy upravené
utolsó módosítás,utolsó szerkesztés,frissítés dátuma,módosítás dátuma
ultima modificare,ultima editare,data actualizarii,data ultimei actualizări,data modificării
последнее изменение,последняя редакция,последние изменения,дата изменения,дата последнего обновления,дата последнего изменения,дата редактирования,обновлён,последнее редактирование
останні зміни,остання зміна,останнє редагування,дата оновлення,дата зміни,дата на обновяване,дата на последна промяна,последна редакция,последен ъпдейт
последње ажурирање,датум ажурирања,poslednje ažuriranje,zadnje ažuriranje,posljednje ažuriranje,datum ažuriranja,ažuriranje,datum izmjene,datum izmene,zadnja posodobitev,datum posodobitve
τελευταία επεξεργασία,ημερομηνία ενημέρωσης,ημερομηνία τροποποίησης,επικαιροποίηση,τροποποιήθηκε,τελευταία αλλαγή
son düzenleme,düzenleme tarihi,değiştirilme tarihi,son değişiklik,düzenlenme tarihi
terakhir diubah,terakhir diedit,pembaruan terakhir,tanggal diperbarui,tanggal pembaruan,kemaskini,kemaskini terakhir,tarikh kemaskini,tarikh kemas kini
darrera modificació,última modificació,data d'actualització,data de modificació,data de actualización
sửa đổi lần cuối,chỉnh sửa lần cuối,ngày sửa,ngày sửa đổi
تاريخ التعديل,وقت التحديث,تم التعديل,آخرین ویرایش,بروز شده,زمان به‌روزرسانی,תאריך עדכון,עודכנה,מעודכן,اپڈیٹ,اپ ڈیٹڈ,آخری ترمیم
আপডেটেড,আপডেটের সময়,শেষ আপডেট,ilibadilishwa,mara ya mwisho kusasishwa
"""

PUBLISHED = """
published,first published,originally published,posted,created,written,issued,date published,publication date,publish date,published date,submitted,added,uploaded,original,originally posted,published on,pub date,date created,first posted,posted on,date posted,publish time
veröffentlicht,publiziert,erschienen,erstellt,erstveröffentlichung,eingestellt,eingetragen,online seit,gepostet,verfasst,veröffentlichung,veröffentlichungsdatum,erstellungsdatum,geschrieben
publié,publiée,mis en ligne,mise en ligne,posté,créé,paru,paru le,date de publication,rédigé,publie
publicado,publicada,creado,creada,fecha de publicación
postado,data de publicação,criado em
pubblicato,pubblicata,data pubblicazione,data di pubblicazione,inserito
gepubliceerd,geplaatst,verschenen,gepubliceerd op,aangemaakt
publicerad,publicerat,publicerades,skapad,publisert,udgivet,publiceret,offentliggjort,oprettet,opprettet
julkaistu,luotu,birt,avaldatud,lisatud,publicēts,publikuota,paskelbta,paskelbė,skelbta
opublikowano,dodano,data publikacji,utworzono,opublikowane,data dodania
publikováno,zveřejněno,vydáno,vytvořeno,vloženo,publikované,zverejnené,vydané,uverejnené
megjelent,közzétéve,publikálva,létrehozva,megjelenés
publicat,publicată,data publicării,postat
публикувана,публикувано,публикуван
опубликовано,опубликована,опубликован,создано,дата публикации,размещено,добавлено
опубліковано,дата публікації,створено
објављено,објавено,objavljeno,publikuar,postuar,botuar
δημοσίευση,δημοσιεύθηκε,δημοσιεύτηκε,ημερομηνία δημοσίευσης,ανάρτηση,αναρτήθηκε
yayınlanma,yayınlandı,giriş,giriş tarihi,yayın tarihi,yayınlanma tarihi,oluşturulma,oluşturulma tarihi,eklenme,eklenme tarihi,yayımlanma
diterbitkan,dipublikasikan,diposting,terbit,dimuat,tayang,dipublish,diunggah
đăng,xuất bản,ngày đăng,đăng lúc,đăng ngày
نشر,نُشر,نشر في,تاريخ النشر,نشرت,تم النشر,تم النشر في,أنشر,نشرت في
منتشر شده,تاریخ انتشار,انتشار,منتشر شده در
פורסם,תאריך פרסום,פורסם בתאריך
شائع,تاریخ اشاعت,شائع ہوا
प्रकाशित,प्रकाशन,पब्लिश,पब्लिश्ड,पब्लिश किया गया
প্রকাশিত,প্রকাশ,প্রকাশের সময়
வெளியிடப்பட்டது,பதிவு,ప్రచురణ,ప్రచురించబడింది
გამოქვეყნდა,գամոქვეყნებულია,հրապարակվել է
argitaratua,imechapishwa,publicerat,gepubliseer
date of publication,issue date,date of issue,date issued,entry date,post date,news date,article date,story date,press date,submitted by,posting date,online since,time of publication,publication time,published time,pubblicato in data
gespeichert von,eingestellt von,geschrieben von,online gestellt,online gestellt am,online-datum,publikationsdatum,erstveröffentlicht,erstveröffentlicht am,erstpublikation,freigegeben am,hochgeladen am,datum der veröffentlichung
soumis par,envoyé par,date de parution,date de création,date de mise en ligne,première publication,écrit le,diffusé le,ajouté le
enviado por,fecha publicación,fecha de creación,fecha y hora de publicación,primera publicación,escrito el,subido el,redactado el,ingresado el
submetido por,data da publicação,data de criação,primeira publicação,escrito em,inserido em,redigido em,veiculado em,cadastrado em,divulgado em
inviato da,postato da,data inserimento,data di inserimento,data di creazione,prima pubblicazione,scritto il,creato il,postato il,uscito il,inserita il,caricato il
ingediend door,ingezonden door,verzonden door,publicatiedatum,datum publicatie,datum geplaatst,geschreven op,gepost op,toegevoegd op,online sinds
publiceringsdatum,inskickat av,skickat av,indsendt af,sendt inn av,inlagd,upplagd,udgivelsesdato,publiceringsdato,publiseringsdato,lagt ut,lagt op
julkaisupäivä,julkaisuaika,avaldamise kuupäev,publicēšanas datums,publicēšanas laiks,publikavimo data,paskelbimo data
data utworzenia,data zamieszczenia,data wpisu,zamieszczono,umieszczono,opublikowany,opublikowana
datum vydání,datum publikace,datum zveřejnění,datum vložení,uveřejněno,dátum publikovania,dátum zverejnenia,dátum vydania
beküldte,közzététel,közzététel dátuma,megjelenés dátuma,létrehozás dátuma
data publicarii,data publicare,publicat în data de
дата размещения,дата создания,дата добавления,дата выхода,время публикации,первая публикация,дата створення,час публікації,дата на публикуване,дата на публикация
датум објаве,datum objave,datum objavljivanja,vreme objave,vrijeme objave
ημερομηνία καταχώρησης,πρώτη καταχώρηση,καταχωρήθηκε,καταχώρηση
yayımlandı,ilk yayın,yayınlama tarihi,ekleme tarihi,haber tarihi,kayıt tarihi,oluşturma tarihi,yayınlanma zamanı
tanggal terbit,tanggal publikasi,tanggal posting,tanggal tayang,ditayangkan,tarikh terbit,tarikh siaran,disiarkan,disiarkan pada
data de publicació,data publicació,data de publicación
ngày tạo,ngày viết,thời gian đăng
تاريخ الإضافة,وقت النشر,تم نشره,تاریخ درج,تاریخ ارسال,تاریخ خبر,زمان مخابره,تاریخ مخابره,زمان انتشار,اشاعت,اشاعت کی تاریخ,وقت اشاعت
প্রকাশের তারিখ,প্রকাশকাল,প্রকাশের সময়,ilichapishwa,limechapishwa,iliyochapishwa
"""

# Single words that say so only before a colon: "Edited: 5 May"; "he edited 5 May papers".
COLON_UPDATED = """
edited corrected changed refreshed amended reposted korrigiert ergänzt überarbeitet nachgeführt actualisation corrigé révisé complété édité
editado editada corregido revisado reactualizado act corrigido revisto revisada agg rivisto corretto herzien bewerkt
redigerad redigerat rättad rättat ändrat reviderad uppdatering redigeret rettet opdatering redigert revidert oppdatering muutettu korjattu
parandatud uuendus labots rediģēts aktualizēts redaguota koreguota edytowano poprawiono zmieniono zaktualizowany zaktualizowane
opraveno doplněno aktualizovaný opravené zmenené szerkesztve javítva editat corectat исправлено актуализировано виправлено доповнено відредаговано
редактирано променено коригирано допълнено обновяване допуњено dopunjeno izmena izmjena uređeno osveženo urejeno posodobitev
ανανέωση επικαιροποιήθηκε diubah diedit dimutakhirkan actualització ویرایش שונה נערך সংশোধিত পরিমার্জিত மாற்றப்பட்டது
"""
# Words for "date", which another word in front makes that of something else: "Closing date:".
DATE_NOUNS = """
date datum fecha data tanggal tarih dato dátum дата 日期 时间 時間 日時 日付 ημερομηνία التاريخ تاريخ تاریخ תאריך दिनांक तारीख তারিখ தேதி
kuupäev datums päivämäärä pvm tarehe tarikh ngày วันที่ датум
"""
COLON_PUBLISHED = """
dated publication parution publicación publicação pubblicazione publicatie publikacja publicare публикация публікація објава objava
napsáno napisano napísané scritto écrit escrito geschrieben geschreven skrevet skriven posteado
postad postet gepost emitido creat creato creada angelegt hochgeladen skapad lisätty kirjoitettu loodud postitatud ilmunud sisestatud
izveidots pievienots ievietots sukurta įkelta přidáno vyšlo pridané vložené vytvorené feltöltve beküldve adăugat написано выложено
вышло додано розміщено създадено добавено качено postavljeno постављено kreirano креирано ustvarjeno ditulis dibuat dirilis
נוצר הועלה פרסום درج ارسال
"""

# What a date belongs to that is not the story's: its copyright, a review of it, an event, a comment.
OTHER = """
copyright,all rights reserved,alle rechte vorbehalten,tous droits réservés,todos los derechos
expires,deadline,valid until,gültig bis,reviewed,medically reviewed,reviewed on,fact checked,fact-checked,member since,joined,mitglied seit,registriert seit,born,geboren
accessed,retrieved,abgerufen,consulté le,archived,archiviert,event date,starts,ends,beginnt,endet,replied,antwortete,commented,available until,verfügbar bis,bis zum
next update,nächstes update,nächste aktualisierung,prochaine mise à jour,próxima actualización,próxima atualização,prossimo aggiornamento,volgende update,nästa uppdatering,neste oppdatering
embargo,embargoed,embargoed until,under embargo,sperrfrist,last seen,zuletzt gesehen,zuletzt online,valid from,gültig ab,kick off,kickoff,anpfiff,anstoß,anmeldung bis,anmeldeschluss,einsendeschluss,bewerbungsfrist,date limite,fecha límite,prazo até,scadenza,register by,registration until,sale starts,opening hours
today is,heute ist,hoy es,hoje é,oggi è,nous sommes le,vandaag is
recorded,filmed,taken on,aufgenommen am,first aired,airs,release date
"""

# "Stand:" heads the only stamp of many German pages, and the second one of others.
STAND = "stand,stand vom,as of"

# Found inside a run of letters.
RUN_UPDATED = "最終更新日時 最終更新日 最終更新 更新日時 更新日 更新时间 更新時間 更新于 更新於 更新 最后更新 最後更新 修改时间 最后修改 改訂 改定 修訂 修正 最終改訂 最后编辑 编辑时间 编辑于 最後修改 編輯時間 최종수정 최종편집 최종업데이트 수정시간 수정일 수정 업데이트 갱신 อัปเดตล่าสุด อัพเดทล่าสุด ปรับปรุงล่าสุด ปรับปรุง อัปเดต อัพเดต อัพเดท แก้ไขล่าสุด ອັບເດດ ပြင်ဆင် បានធ្វើបច្ចុប្បន្នភាព"
RUN_PUBLISHED = "報道発表日 発表日 質問日時 发稿时间 發稿時間 发文日期 發文日期 上稿时间 上传时间 录入时间 添加时间 创建时间 建立日期 刊出 張貼 보도일 게시일 게시 公開日時 公開日 公開 掲載日 掲載 配信日 配信 投稿日 投稿 登録日 登録 発行日 発行 作成日 发布时间 发布于 发布 發布時間 發布 發佈 发表时间 发表于 发表 發表 刊登 出版 입력시간 입력 등록일 등록 게재 작성일 작성 송고시간 송고 발행일 발행 승인 เผยแพร่ โพสต์เมื่อ ตีพิมพ์"
